-- Run once, by PostgreSQL's image when it makes the database: the two roles and the books.
-- What the application may do, `manage.py prepare` grants it as the owner.
\set owner_password `cat /run/secrets/owner_password`
\set application_password `cat /run/secrets/application_password`
CREATE ROLE equity_owner LOGIN PASSWORD :'owner_password';
CREATE ROLE equity_app LOGIN PASSWORD :'application_password';
CREATE DATABASE equity OWNER equity_owner;
