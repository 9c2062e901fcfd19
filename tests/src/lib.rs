//! Does it hold across rooms? Contract suites, journeys, faults, house rules.
