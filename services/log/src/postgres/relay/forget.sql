delete from relay_position
where sink = $1
