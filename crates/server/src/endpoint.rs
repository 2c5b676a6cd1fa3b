//! Endpoints: a method and a path with a handler. The access, the body, the query and the answer of
//! an endpoint are those of the handler's signature, so that they are stated once.

use axum::Router;
use axum::handler::Handler;
use axum::routing::{MethodFilter, MethodRouter, on};
use cora_core::capability::Capability;
use schemars::Schema;
use schemars::generate::SchemaGenerator;

use crate::app::App;
use crate::error::ApiError;

/// A function that builds a schema.
pub(crate) type MakeSchema = fn(&mut SchemaGenerator) -> Schema;

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Method {
    Get,
    Post,
    Put,
    Delete,
}

impl Method {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Get => "get",
            Self::Post => "post",
            Self::Put => "put",
            Self::Delete => "delete",
        }
    }

    const fn filter(self) -> MethodFilter {
        match self {
            // A HEAD request is answered like a GET request, without the body.
            Self::Get => MethodFilter::GET,
            Self::Post => MethodFilter::POST,
            Self::Put => MethodFilter::PUT,
            Self::Delete => MethodFilter::DELETE,
        }
    }
}

/// The parts of an endpoint that its handler's signature does not state.
#[derive(Clone, Copy)]
pub(crate) struct Endpoint {
    pub method: Method,
    pub path: &'static str,
    /// The function's name in generated clients.
    pub id: &'static str,
    pub summary: &'static str,
    /// Statuses of refusal, in addition to those that follow from the signature.
    pub refusals: &'static [u16],
    /// Optional headers, each with a name and a description.
    pub headers: &'static [(&'static str, &'static str)],
}

/// Describes a GET endpoint.
pub(crate) const fn get(path: &'static str, id: &'static str, summary: &'static str) -> Endpoint {
    endpoint(Method::Get, path, id, summary)
}

/// Describes a POST endpoint.
pub(crate) const fn post(path: &'static str, id: &'static str, summary: &'static str) -> Endpoint {
    endpoint(Method::Post, path, id, summary)
}

/// Describes a PUT endpoint.
pub(crate) const fn put(path: &'static str, id: &'static str, summary: &'static str) -> Endpoint {
    endpoint(Method::Put, path, id, summary)
}

/// Describes a DELETE endpoint.
pub(crate) const fn delete(path: &'static str, id: &'static str, summary: &'static str) -> Endpoint {
    endpoint(Method::Delete, path, id, summary)
}

const fn endpoint(method: Method, path: &'static str, id: &'static str, summary: &'static str) -> Endpoint {
    Endpoint { method, path, id, summary, refusals: &[], headers: &[] }
}

impl Endpoint {
    /// Adds statuses of refusal.
    pub const fn refuses(mut self, statuses: &'static [u16]) -> Self {
        self.refusals = statuses;
        self
    }

    /// Adds optional headers.
    pub const fn reads(mut self, headers: &'static [(&'static str, &'static str)]) -> Self {
        self.headers = headers;
        self
    }
}

/// The parts of an endpoint that its handler's signature states.
pub(crate) struct Description {
    /// The access, which the first argument states.
    pub access: AccessNeeded,
    /// The number of parameters in the path.
    pub path_ids: usize,
    /// The schema and the media type of the body, and `true` if it is required.
    pub body: Option<(MakeSchema, &'static str, bool)>,
    /// Optional query parameters, each with a name and a description.
    pub query: &'static [(&'static str, &'static str)],
    /// The status and the schema of the data.
    pub answer: Option<(u16, MakeSchema)>,
    /// The media types of the answer, if it is a text that is no JSON document.
    pub texts: &'static [&'static str],
    /// Set if the answer is an HTML page for browsers.
    pub is_page: bool,
    /// Set if the answer is lines of JSON.
    pub is_lines: bool,
}

impl Description {
    const fn new(access: AccessNeeded, path_ids: usize) -> Self {
        Self { access, path_ids, body: None, query: &[], answer: None, texts: &[], is_page: false, is_lines: false }
    }
}

/// The access that an endpoint requires.
#[derive(Clone, Copy)]
pub(crate) enum AccessNeeded {
    /// No token.
    Open,
    /// An admitted user.
    SignedIn,
    /// A user with this capability: on the platform, or in the organization of the path.
    May(Capability),
}

/// An argument of a handler.
pub(crate) trait Argument {
    /// Adds to the description of the endpoint.
    fn describe(description: &mut Description);
}

/// A first argument of a handler. It states the access that the endpoint requires.
pub(crate) trait StatesAccess {
    /// The access.
    const ACCESS: AccessNeeded;
    /// The number of parameters in the path.
    const PATH_IDS: usize = 0;
}

/// The value of a handler's success.
pub(crate) trait Answer {
    /// Adds to the description of the endpoint.
    fn describe(description: &mut Description);
}

/// The signature of a handler: its first argument states the access, and it fails with
/// [`ApiError`]. Other functions are not handlers, so an endpoint without access does not compile.
pub(crate) trait Signature<T> {
    /// Returns what the signature says of the endpoint.
    fn describe() -> Description;
}

macro_rules! signatures {
    ($(($($argument:ident),*))*) => {$(
        impl<Function, Running, Value, First, $($argument),*> Signature<(First, $($argument,)*)> for Function
        where
            Function: FnOnce(First, $($argument),*) -> Running,
            Running: Future<Output = Result<Value, ApiError>>,
            First: StatesAccess,
            $($argument: Argument,)*
            Value: Answer,
        {
            fn describe() -> Description {
                let mut description = Description::new(First::ACCESS, First::PATH_IDS);
                $($argument::describe(&mut description);)*
                Value::describe(&mut description);
                description
            }
        }
    )*};
}

signatures! { () (Second) (Second, Third) }

/// The documented operations of all routes.
pub(crate) struct Operations(pub Vec<(Endpoint, Description)>);

/// A set of endpoints: the router that serves them, and the operations that document them.
pub(crate) struct Routes(Vec<(Endpoint, Description, MethodRouter<App>)>);

impl Routes {
    pub fn new() -> Self {
        Self(Vec::new())
    }

    /// Adds an endpoint with its handler.
    pub fn on<T, S, H>(mut self, endpoint: Endpoint, handler: H) -> Self
    where
        T: 'static,
        H: Handler<T, App> + Signature<S>,
    {
        self.0.push((endpoint, H::describe(), on(endpoint.method.filter(), handler)));
        self
    }

    pub fn merge(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }

    /// Puts the endpoints of `other` in the place of those with the same method and path, and adds
    /// the rest of them.
    pub fn replaced_by(mut self, other: Self) -> Self {
        let is_same = |one: &Endpoint, other: &Endpoint| one.method == other.method && one.path == other.path;
        self.0.retain(|(mine, ..)| !other.0.iter().any(|(theirs, ..)| is_same(mine, theirs)));
        self.merge(other)
    }

    /// Returns the router and the operations for the document.
    pub fn finish(self) -> (Router<App>, Operations) {
        let mut router = Router::new();
        let mut operations = Vec::with_capacity(self.0.len());
        for (endpoint, description, handler) in self.0 {
            router = router.route(endpoint.path, handler);
            operations.push((endpoint, description));
        }
        (router, Operations(operations))
    }
}
