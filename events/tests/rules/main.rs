//! What is admitted and what is refused, family by family: given a past, when somebody asks, then these facts or this refusal.

mod session_attendance;
mod session_places;
mod session_plan;
mod support;
