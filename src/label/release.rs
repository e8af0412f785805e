//! Kubernetes says the same in other words from release to release.

/// A release of Kubernetes' library apimachinery, whose words are told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Release {
    /// v0.34: that of an API server of Kubernetes 1.34.
    V0_34,
    /// v0.36: that of the controllers of Argo CD v3.5.1.
    #[default]
    V0_36,
}

impl Release {
    /// What a label key is called.
    pub(super) fn label_key(self) -> &'static str {
        match self {
            Self::V0_34 => "a qualified name",
            Self::V0_36 => "a valid label key",
        }
    }

    /// Says that a text has too many bytes (`MaxLenError`); v0.34 counts them too, though it says otherwise.
    pub(super) fn too_long(self, most: usize) -> String {
        let unit = match self {
            Self::V0_34 => "characters",
            Self::V0_36 => "bytes",
        };
        format!("must be no more than {most} {unit}")
    }
}
