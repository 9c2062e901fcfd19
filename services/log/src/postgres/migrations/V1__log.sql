-- The fact log of any number of spaces. Rows are only ever inserted: the application is granted nothing else, and the triggers at the end
-- refuse the rest to the owner too. There is no row for the head: the head is the last fact, so nothing bloats while a long reader looks.

-- (`if not exists` would ask for the right to make it even where it is.)
do $$ begin if to_regnamespace('maillage') is null then create schema maillage; end if; end $$;

create table maillage.spaces (
    number integer generated always as identity constraint spaces_by_number primary key,
    space  text collate "C" not null constraint spaces_by_name unique
);

-- Streams are numbered within their space, so that the index on versions stays small and streams that live at the same time lie side by side.
create table maillage.streams (
    space  integer not null,
    number bigint not null check (number > 0),
    stream text collate "C" not null,
    constraint streams_by_number primary key (space, number),
    constraint streams_by_name unique (space, stream)
);

-- Positions are given under an advisory lock. A writer that ignores the lock meets `facts_by_position`: its transaction fails, and no fact
-- is overtaken or written over.
create table maillage.facts (
    space         integer not null,
    position      bigint not null check (position > 0),
    recorded_at   bigint not null, -- microseconds since 1970, UTC
    stream_number bigint not null,
    version       bigint not null check (version > 0),
    id            uuid not null,
    kind          text collate "C" not null,
    occurred      text collate "C" not null,
    stream        text collate "C" not null,
    checksum      bigint not null, -- XXH3-64 over the other columns: an altered fact is found when it is read
    fact          bytea not null, -- the canonical bytes; a JSON type would rewrite them
    constraint facts_by_position primary key (space, position),
    constraint facts_by_version unique (space, stream_number, version),
    constraint facts_by_id unique (space, id)
);
-- Every fold asks for the amendments first; there are few, so the index costs other appends nothing.
create index facts_that_amend on maillage.facts (space, position) where kind in ('amendment.corrected', 'amendment.cancelled');

create table maillage.receipts (
    space       integer not null,
    command     uuid not null,
    request     bytea not null check (octet_length(request) = 32),
    first       bigint not null,
    last        bigint not null,
    count       bigint not null,
    recorded_at bigint not null,
    outcome     bytea not null,
    constraint receipts_by_command primary key (space, command)
);

create function maillage.refuse() returns trigger language plpgsql as $$
begin
    raise exception '% of % is refused: what was recorded is never changed or removed', tg_op, tg_table_name using errcode = 'restrict_violation';
end
$$;

create trigger facts_stay before update or delete or truncate on maillage.facts execute function maillage.refuse();
create trigger receipts_stay before update or delete or truncate on maillage.receipts execute function maillage.refuse();
create trigger streams_stay before update or delete or truncate on maillage.streams execute function maillage.refuse();
create trigger spaces_stay before update or delete or truncate on maillage.spaces execute function maillage.refuse();
