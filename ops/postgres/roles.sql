-- Roles and grants of Maillage in one database. Run it in that database, as a superuser, before the first migration; running it again is sound.
--
--   psql -d maillage -f ops/postgres/roles.sql
--
-- maillage_owner  owns the schemas and migrates them; nobody works as this role between two upgrades
-- maillage_app    what `maillage serve`, `relay` and `projector` run as: it adds facts and reads them, and can do nothing else to them
--
-- Give both a password (ALTER ROLE … PASSWORD) or a certificate, and let pg_hba.conf ask for TLS.

do $$
declare
    role text;
begin
    foreach role in array array['maillage_owner', 'maillage_app'] loop
        begin
            if not exists (select from pg_roles where rolname = role) then
                execute format('create role %I login', role);
            end if;
        exception when duplicate_object or unique_violation then
            null; -- made by somebody else at the same moment
        end;
    end loop;
end
$$;

-- The owner makes the schemas; the application makes none, but owns the one of its rows, which are derived and can be made again.
create schema if not exists maillage authorization maillage_owner;
create schema if not exists maillage_vault authorization maillage_owner;
create schema if not exists maillage_projections authorization maillage_app;

grant usage on schema maillage, maillage_vault to maillage_app;

-- The log: facts, receipts, streams, spaces, and the version of the schema (which only its owner writes).
grant select, insert on all tables in schema maillage to maillage_app;
alter default privileges for role maillage_owner in schema maillage grant select, insert on tables to maillage_app;

-- The vault: an erased person's row goes, a card may be amended.
grant select, insert, update, delete on all tables in schema maillage_vault to maillage_app;
alter default privileges for role maillage_owner in schema maillage_vault grant select, insert, update, delete on tables to maillage_app;

-- The relay's lease and positions move; they stand in `public`.
grant usage, create on schema public to maillage_owner;
grant select, insert, update, delete on all tables in schema public to maillage_app;
alter default privileges for role maillage_owner in schema public grant select, insert, update, delete on tables to maillage_app;
