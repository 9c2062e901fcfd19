-- Where a relay stands. These rows change, so they stand apart from the schema of the log, where nothing does: their grants are others.
-- Few rows, changed often: room is left in their pages so that a change stays in its page.

create table public.relay_lease (
  sink text collate "C" primary key,
  epoch bigint not null check (epoch > 0),
  holder text not null,
  expires_at timestamptz not null
) with (fillfactor = 50);

create table public.relay_position (
  sink text collate "C" not null,
  space text collate "C" not null,
  position bigint not null check (position > moved_from),
  moved_from bigint not null check (moved_from >= 0),
  epoch bigint not null,
  primary key (sink, space)
) with (fillfactor = 50);
