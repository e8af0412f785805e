//! Whatever text comes: both engines compile it or say why not.
#![no_main]

use dodona::gotmpl::{FastTemplate, Template};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Err(error) = Template::compile(text, ["missingkey=error"]) {
        assert!(!error.message.is_empty());
    }
    let _ = FastTemplate::compile(text);
});
