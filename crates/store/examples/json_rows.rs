//! Prints the result of a query in a database that Cora is using: `json_rows FILE|URL SQL
//! [PARAMETER…]`.
//!
//! The query yields one column of JSON, in SQLite's dialect. Each row is printed on a line. For
//! end-to-end tests that are not written in Rust.

use sqlx::sqlite::{SqliteConnectOptions, SqlitePoolOptions};
use tokio_postgres::types::{ToSql, Type};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(place), Some(sql)) = (arguments.next(), arguments.next()) else {
        return Err("usage: json_rows FILE|URL SQL [PARAMETER…]".into());
    };
    let parameters: Vec<String> = arguments.collect();
    if place.starts_with("postgresql://") {
        let (client, connection) = tokio_postgres::connect(&place, tokio_postgres::NoTls).await?;
        tokio::spawn(connection);
        let sql = sql.replace("json_object(", "json_build_object(").replace('?', "$");
        let sql = format!("SELECT CAST(found.json AS text) FROM ({sql}) AS found (json)");
        let parameters: Vec<(&(dyn ToSql + Sync), Type)> =
            parameters.iter().map(|parameter| (parameter as &(dyn ToSql + Sync), Type::TEXT)).collect();
        for row in client.query_typed(&sql, &parameters).await? {
            println!("{}", row.get::<_, String>(0));
        }
        return Ok(());
    }
    let options = SqliteConnectOptions::new().filename(place).pragma("query_only", "on");
    let pool = SqlitePoolOptions::new().max_connections(1).connect_with(options).await?;
    let query = sqlx::query_scalar::<_, String>(sqlx::AssertSqlSafe(sql));
    for row in parameters.into_iter().fold(query, |query, parameter| query.bind(parameter)).fetch_all(&pool).await? {
        println!("{row}");
    }
    Ok(())
}
