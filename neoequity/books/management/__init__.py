"""What all commands share: who acts, and refusals as one plain message."""
