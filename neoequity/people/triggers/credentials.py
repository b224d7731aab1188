"""How the database notices that somebody sets the credentials of somebody else."""

_METADATA = "NULLIF(current_setting('pghistory.context_metadata', true), '')::jsonb"
#: Who acts and by which action, as the history will name them; NULL past the product.
ACTOR = f"({_METADATA} ->> 'user')::bigint"
_ACT = f"({_METADATA} ->> 'act')"

# The only account that can sign in is nobody else's, so that the first one needs no other.
PASSWORD_SET = f"""
    IF NEW.password IS NOT DISTINCT FROM OLD.password
       OR TG_OP = 'INSERT' AND (NEW.password = '' OR left(NEW.password, 1) = '!') THEN
        RETURN NULL;
    END IF;
    INSERT INTO people_credentialchange (user_id, kind)
    SELECT NEW.id, CASE WHEN {_ACT} = 'choose_password' THEN 'chosen' ELSE 'password' END
    WHERE {_ACT} = 'choose_password' OR (
        {ACTOR} IS DISTINCT FROM NEW.id
        AND EXISTS (SELECT 1 FROM people_user u WHERE u.id <> NEW.id AND u.password <> ''
                    AND left(u.password, 1) <> '!'));
    RETURN NULL;
"""

# What using a device writes to it (the last code, the wait after a wrong one) sets nothing.
SECOND_FACTOR_SET = f"""
    IF TG_OP = 'UPDATE' AND (OLD.user_id, OLD.key, OLD.confirmed)
                            = (NEW.user_id, NEW.key, NEW.confirmed) THEN
        RETURN NULL;
    END IF;
    INSERT INTO people_credentialchange (user_id, kind)
    SELECT DISTINCT concerned.id, 'second_factor'
    FROM (VALUES (OLD.user_id), (NEW.user_id)) AS concerned (id)
    WHERE concerned.id IS NOT NULL AND {ACTOR} IS DISTINCT FROM concerned.id;
    RETURN NULL;
"""
