//! Proofs of small templates.
