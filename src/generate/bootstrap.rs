//! The Application that makes Argo CD render an environment's platform bundle: where everything else begins.

use crate::catalog::Delivery;
use crate::generate::bench::Bench;
use crate::generate::finish::finish;
use crate::generate::generate_paths::absolute;
use crate::generate::make::Maker;
use crate::generate::{IN_CLUSTER, PLUGIN, Workshop, scope};
use crate::tree::{Read, Use};
use crate::yaml::Node;

impl Bench<'_> {
    /// Renders the platform bundle to see what it reads, and returns nothing of it but the Application that delivers it.
    pub(super) fn bootstrap(&mut self, shop: &mut Workshop<'_, '_>) {
        self.platform(shop);
        if shop.catalog.out.has_errors() {
            return;
        }
        let at = Maker::written(self.environment.name.span);
        let repository = shop.catalog.repository();
        let name = format!("{}-{}", repository.name.text, self.environment.name.text);
        let delivered = match repository.delivery {
            Delivery::Plugin => self.by_plugin(shop, at),
            Delivery::Rendered => self.by_files(shop, at),
        };
        let (source, paths) = delivered;
        let node = at.map([
            ("name", at.node(name)),
            ("server", at.node(IN_CLUSTER)),
            ("source", source),
            ("generatePaths", at.node(paths)),
        ]);
        let inner = scope::with(&self.scope, "bootstrap", node);
        let nodes = shop.built_in("bootstrap", &inner);
        self.build.platform = finish(nodes, &mut shop.catalog.out);
    }

    fn by_plugin(&self, shop: &mut Workshop<'_, '_>, at: Maker) -> (Node, String) {
        let source = &self.settings.source;
        let environment = at.map([
            ("name", at.node("environment")),
            ("string", at.node(&*self.environment.name.text)),
        ]);
        let plugin = at.map([
            ("name", at.node(PLUGIN)),
            ("parameters", at.list(vec![environment])),
        ]);
        let path = source.text_at(&["path"]);
        let made = shop.repository_source(at, source, &[path]);
        let mut reads = shop.catalog.tree.reads();
        // A use case or a shape that comes later is a change too, and nobody would write this Application again for it.
        let use_cases = shop.catalog.path(&shop.catalog.repository().use_cases);
        for path in use_cases.into_iter().chain(shop.shape_folders.clone()) {
            let how = Use::Folder;
            reads.push(Read { path, how });
        }
        (with(made, at, "plugin", plugin), absolute(source, reads))
    }

    fn by_files(&self, shop: &mut Workshop<'_, '_>, at: Maker) -> (Node, String) {
        let environment = &self.environment.name.text;
        let made = shop.rendered_folder(at, &self.settings, &[environment, "platform"]);
        let directory = at.map([("recurse", at.node(false))]);
        (with(made, at, "directory", directory), ".".to_owned())
    }
}

fn with(mut node: Node, at: Maker, key: &str, value: Node) -> Node {
    if let Some(map) = node.as_map_mut() {
        map.insert(at.key(key), value);
    }
    node
}
