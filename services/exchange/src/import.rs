//! Recording a plan, all or nothing.
