"""The issuer's own figures: shares, limits, lock-up, compensation, other money, registers."""
