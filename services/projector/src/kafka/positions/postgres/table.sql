select pg_advisory_xact_lock(hashtext('maillage_projections.topic_positions'));
create table if not exists maillage_projections.topic_positions (
    consumers text not null,
    topic text not null,
    partition integer not null,
    next bigint not null,
    primary key (consumers, topic, partition)
);
