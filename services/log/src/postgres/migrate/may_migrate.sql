select
    coalesce(
        (select pg_has_role(current_user, nspowner, 'usage') from pg_namespace where nspname = 'maillage'),
        has_database_privilege(current_database(), 'create')
    ),
    current_user::text
