//! `dodona template eval`.

use crate::cli::lines::{INPUT_BYTES, lines};
use crate::cli::{Console, USAGE};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::gotmpl::{self, Map, Template, Value};
use crate::shell::{self, Exit, WorkTree};
use crate::span::{SourceId, Sources};
use crate::tree::{self, Tree, TreePath};
use crate::yaml::{self, Reading};
use std::path::{Path, PathBuf};

const EXAMPLES: &str = r#"Examples:
  dodona template eval '{{ .name | upper }}' --data params.yaml
  dodona template eval '{{ .values.env }}' --data params.yaml --text-map values
  echo '{"id": "1", "template": "{{ add 1 2 }}"}' | dodona template eval --jsonl"#;

/// Arguments of `template eval`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(in crate::cli) struct Args {
    /// The template
    #[arg(value_name = "TEXT", required_unless_present = "jsonl")]
    text: Option<String>,
    /// The parameters: a file of YAML or JSON, `-` for standard input
    #[arg(long, value_name = "FILE")]
    data: Option<PathBuf>,
    /// An entry of `goTemplateOptions`; may be given several times
    #[arg(long = "option", value_name = "OPTION")]
    options: Vec<String>,
    /// A map of the parameters that holds texts only, such as `metadata.labels`; may be given several times
    #[arg(long = "text-map", value_name = "PATH")]
    text_maps: Vec<String>,
    /// A list of the parameters that holds texts only, such as `path.segments`; may be given several times
    #[arg(long = "text-list", value_name = "PATH")]
    text_lists: Vec<String>,
    /// Lines of JSON on standard input and output: `{"id","template",…}` in, `{"id","output"}` or `{"id","error"}` out
    #[arg(long, conflicts_with_all = ["text", "data", "options", "text_maps", "text_lists"])]
    jsonl: bool,
}

impl Args {
    pub(in crate::cli) fn run(&self, console: &Console) -> Exit {
        if self.jsonl {
            return lines(console, gotmpl::eval_line);
        }
        let mut sources = Sources::new();
        match self.rendered(&mut sources) {
            Ok(mut text) => {
                if !text.ends_with('\n') {
                    text.push('\n');
                }
                console.data(&text)
            }
            Err(finding) => {
                let mut out = Diagnostics::new();
                out.push(*finding);
                console.report(&out, &sources);
                Exit::Unusable
            }
        }
    }

    fn rendered(&self, sources: &mut Sources) -> Result<String, Box<Diagnostic>> {
        let data = self.parameters(sources)?;
        let text = self.text.as_deref().unwrap_or_default();
        let source = sources.add("template", text.as_bytes());
        let options = self.options.iter().map(String::as_str);
        Template::compile(text, options)
            .and_then(|template| template.execute(&data))
            .map_err(|error| Box::new(error.diagnostic(source, 0)))
    }

    fn parameters(&self, sources: &mut Sources) -> Result<Value, Box<Diagnostic>> {
        let Some(file) = &self.data else {
            return Ok(Map::any([]).into());
        };
        let source = read(file, sources)?;
        let usage = |message: String| Box::new(Diagnostic::error(USAGE, None, message));
        let text = sources.text(source).to_vec();
        let limits = yaml::Limits::default();
        let mut warnings = Diagnostics::new();
        let documents = yaml::read(source, &text, Reading::Strict, &limits, &mut warnings)?;
        let data = match documents.as_slice() {
            [] => Map::any([]).into(),
            [document] if document.as_map().is_some() => {
                gotmpl::from_node(document).map_err(usage)?
            }
            _ => {
                let message = format!("`{}` holds no map of parameters", file.display());
                return Err(usage(message));
            }
        };
        for path in &self.text_maps {
            gotmpl::make_text_map(&data, path).map_err(usage)?;
        }
        for path in &self.text_lists {
            gotmpl::make_text_list(&data, path).map_err(usage)?;
        }
        Ok(data)
    }
}

/// Reads a file, or standard input for `-`.
fn read(file: &Path, sources: &mut Sources) -> Result<SourceId, Box<Diagnostic>> {
    if file == Path::new("-") {
        let bytes = shell::read_stdin(INPUT_BYTES).map_err(|error| Box::new(error.into()))?;
        return Ok(sources.add("-", bytes));
    }
    let folder = match file.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    };
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let tree = WorkTree::open(folder).map_err(|error| Box::new(error.into()))?;
    let tree = Tree::new(Box::new(tree), tree::Limits::default());
    tree.read(&TreePath::root().child(&name), sources)
}
