"""The issuer's own figures: its shares, its limits, its lock-up and its other money."""
