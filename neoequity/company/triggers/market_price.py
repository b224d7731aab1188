"""What the database keeps of market prices."""

from neoequity.company.triggers import company_seal, company_triggers

MARKET_PRICE = company_seal("marketprice", "'Market price of ' || e.day", "close bid volume")
MARKET_PRICE_TRIGGERS = company_triggers(MARKET_PRICE, plural="market prices")
