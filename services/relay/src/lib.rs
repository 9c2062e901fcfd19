//! Carries facts from the log to Kafka, in order, without skipping any.
