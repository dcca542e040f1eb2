//! A file of Parquet that stands in a folder in parts.

use std::path::Path;

use comptoir_import::{ImportError, Options, Prepared, Source};
use comptoir_sales::Money;

use crate::shop::Shop;

#[test]
fn the_parts_of_a_folder_are_one_file() {
    let values = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/corpus/values");
    let folder = tempfile::tempdir().unwrap();
    for part in ["part-00000-a.snappy.parquet", "part-00001-a.snappy.parquet"] {
        std::fs::copy(values.join("spark-dates-and-decimals.parquet"), folder.path().join(part)).unwrap();
    }
    std::fs::write(folder.path().join("_SUCCESS"), "").unwrap();
    std::fs::write(folder.path().join(".part-00000-a.snappy.parquet.crc"), "crc").unwrap();
    let sources = Source::all(&folder.path().display().to_string()).unwrap().sources;
    let [source] = sources.as_slice() else { panic!("{sources:?}") };
    let shop = Shop::default();
    let prepared = Prepared::read(source, &Options::default(), &shop).unwrap();
    let report = prepared.import(&Options::default(), &shop, &()).unwrap();
    assert_eq!((report.lines, report.reject_count), (4, 0));
    // Sales of one day that are alike in both parts are two sales.
    assert_eq!(shop.sales().iter().map(|sale| sale.amount).sum::<Money>(), "27".parse().unwrap());

    // A part with other columns is no part of it.
    std::fs::copy(
        values.join("pandas-with-its-index.parquet"),
        folder.path().join("part-00002-a.snappy.parquet"),
    )
    .unwrap();
    let sources = Source::all(&folder.path().display().to_string()).unwrap().sources;
    let error = Prepared::read(&sources[0], &Options::default(), &shop).err();
    assert!(matches!(error, Some(ImportError::Damaged { reason, .. }) if reason == "other-columns"));
}
