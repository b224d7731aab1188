"""What the commands share: who acts, and refusals as one plain message."""
