"""The company around its programme: shares, limits, lock-up, compensation and other money."""
