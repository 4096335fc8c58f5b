//! Schemas of what has no derived one: words and instants, which are texts of a certain form.

use utoipa::openapi::schema::{KnownFormat, Object, ObjectBuilder, SchemaFormat, Type};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

use crate::time::Timestamp;

/// One of these texts.
pub(crate) fn words(words: &[&str], description: &str) -> Object {
    ObjectBuilder::new()
        .schema_type(Type::String)
        .enum_values(Some(words.iter().copied()))
        .description(Some(description.trim()))
        .build()
}

/// A text that is described.
pub(crate) fn text(description: String) -> ObjectBuilder {
    ObjectBuilder::new().schema_type(Type::String).description(Some(description))
}

impl PartialSchema for Timestamp {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::DateTime)))
            .description(Some("An instant (RFC 3339); answers give UTC with at least milliseconds."))
            .examples(["2026-11-23T09:30:00.000Z"])
            .into()
    }
}

impl ToSchema for Timestamp {}
