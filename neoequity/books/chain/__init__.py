"""Each issuer's chain: a seal over every posted entry, and a head that covers them all."""
