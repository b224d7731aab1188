"""What the documents say of the company: plain values and rules, without Django or a clock."""
