//! What is admitted and what is refused, family by family: given a past, when somebody asks, then these facts or this
//! refusal.

#[cfg(test)]
mod amendments;
#[cfg(test)]
mod contract;
#[cfg(test)]
mod corrections;
#[cfg(test)]
mod envelope;
#[cfg(test)]
mod fiche;
#[cfg(test)]
mod funding;
#[cfg(test)]
mod governance;
#[cfg(test)]
mod messages;
#[cfg(test)]
mod partners;
#[cfg(test)]
mod people_and_traces;
#[cfg(test)]
mod readable;
#[cfg(test)]
mod register_axes;
#[cfg(test)]
mod register_erased;
#[cfg(test)]
mod register_governance;
#[cfg(test)]
mod register_persons;
#[cfg(test)]
mod register_slots;
#[cfg(test)]
mod register_space;
#[cfg(test)]
mod registry;
#[cfg(test)]
mod screen_doors;
#[cfg(test)]
mod screen_harmless;
#[cfg(test)]
mod screen_members;
#[cfg(test)]
mod screen_refused;
#[cfg(test)]
mod session_attendance;
#[cfg(test)]
mod session_places;
#[cfg(test)]
mod session_places_property;
#[cfg(test)]
mod session_plan;
#[cfg(test)]
mod support;
#[cfg(test)]
mod timely;
