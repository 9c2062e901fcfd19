drop table if exists maillage_bench_raw;
create table maillage_bench_raw (
    space integer not null, position bigint not null, recorded_at bigint not null, stream_number bigint not null,
    version bigint not null,
    id uuid not null, kind text not null, occurred text not null, stream text not null, fact bytea not null,
    primary key (space, position))
