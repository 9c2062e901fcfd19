-- Moments of the second clock at which a node could write: one an hour from each, and one whenever it could again.
create table maillage.alive (at bigint constraint alive_by_moment primary key);
create trigger alive_stay before update or delete or truncate on maillage.alive execute function maillage.refuse();
