-- Where a relay stands. Few rows, changed often: room is left in their pages so that a change stays in its page.

create table relay_lease (
  sink text primary key,
  epoch bigint not null check (epoch > 0),
  holder text not null,
  expires_at timestamptz not null
) with (fillfactor = 50);

create table relay_position (
  sink text not null,
  space text not null,
  position bigint not null check (position > moved_from),
  moved_from bigint not null check (moved_from >= 0),
  epoch bigint not null,
  primary key (sink, space)
) with (fillfactor = 50);
