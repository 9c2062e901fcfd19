do $$ begin
    if to_regnamespace('maillage_projections') is null then create schema maillage_projections; end if;
exception when duplicate_schema or unique_violation then null;
end $$
