//! Prints what a query finds in a database that Cora is using: `json_rows FILE SQL [PARAMETER…]`.
//!
//! The query yields one column of JSON; each row is printed on a line. For end-to-end tests, which are not written in Rust.

use sqlx::sqlite::{SqliteConnectOptions, SqlitePoolOptions};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(file), Some(sql)) = (arguments.next(), arguments.next()) else {
        return Err("usage: json_rows FILE SQL [PARAMETER…]".into());
    };
    let options = SqliteConnectOptions::new().filename(file).pragma("query_only", "on");
    let pool = SqlitePoolOptions::new().max_connections(1).connect_with(options).await?;
    let mut query = sqlx::query_scalar::<_, String>(sqlx::AssertSqlSafe(sql));
    for parameter in arguments {
        query = query.bind(parameter);
    }
    for row in query.fetch_all(&pool).await? {
        println!("{row}");
    }
    Ok(())
}
