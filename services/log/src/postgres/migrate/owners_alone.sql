do $$
declare other name;
begin
    for other in
        select distinct r.rolname
        from pg_class c cross join aclexplode(c.relacl) a join pg_roles r on r.oid = a.grantee
        where c.oid = 'maillage.migrations'::regclass and a.grantee <> c.relowner and a.privilege_type <> 'SELECT'
    loop
        execute format(
            'revoke insert, update, delete, truncate, references, trigger on maillage.migrations from %I', other);
    end loop;
end
$$
