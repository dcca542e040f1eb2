//! What columns stand beside the others, and in which order, says nothing of the sales.

use comptoir_import::{Options, Prepared, Source};
use comptoir_sales::Sale;
use proptest::{prelude::*, sample::select};

use crate::shop::Shop;

/// Headers and lines of files that are read.
const FILES: [&[&str]; 4] = [
    &[
        "Commande;Date commande;Désignation;Quantité;Prix unitaire;Total",
        "C-88;02/12/2025;Miel;3;7,50;31,50",
        "C-88;02/12/2025;Pollen;1;9,00;31,50",
        "C-89;17/12/2025;Miel;1;7,50;7,50",
        "C-90;18/12/2025;Pollen;2;9,00;25,50",
        "C-90;18/12/2025;Miel;1;7,50;25,50",
    ],
    &[
        "Date;Produit;Quantité;Montant;Total",
        "02/12/2025;Miel;3;7,50;22,50",
        "17/12/2025;Pollen;2;9,00;18,00",
        "18/12/2025;Cire;1;4,00;4,00",
    ],
    &[
        "Date fact.;N° fact.;Réf. art.;Lib. art.;Qté fact.;Px U. HT;Mt HT;Mt TTC",
        "02/12/2025;F12;A1;Bol;2;12,50;25,00;30,00",
        "17/12/2025;F13;B2;Vase;1;33,33;33,33;40,00",
    ],
    &[
        "Date;Produit;Quantité;PU;Remise (%)",
        "02/12/2025;Vase;1;40,00;5",
        "17/12/2025;Bol;3;15,00;20",
        "18/12/2025;Bol;1;15,00;0",
    ],
];

/// Columns that no figure needs, each with a value.
const EXPLAINED: [(&str, &str); 8] = [
    ("Prix d'achat", "3,10"),
    ("Marge", "4,35"),
    ("Taux TVA", "5,5"),
    ("Nom du client", "Dupont"),
    ("Date de livraison", "22/12/2025"),
    ("Acompte", "1,00"),
    ("Mode de paiement", "CB"),
    ("Observations", ""),
];

fn cells(file: &[&str]) -> Vec<Vec<String>> {
    file.iter().map(|line| line.split(';').map(str::to_owned).collect()).collect()
}

fn sales(rows: &[Vec<String>]) -> Vec<Sale> {
    let text: String = rows.iter().map(|row| row.join(";") + "\n").collect();
    let source = Source::Bytes { name: "export.csv".into(), bytes: text.into_bytes().into() };
    let (options, shop) = (Options::default(), Shop::empty());
    let prepared = Prepared::read(&source, &options, &shop).unwrap();
    prepared.import(&options, &shop, &()).unwrap();
    shop.sales()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_order_of_columns_never_matters(file in select(FILES.to_vec()), seed in any::<u64>()) {
        let rows = cells(file);
        let mut order: Vec<usize> = (0..rows[0].len()).collect();
        // Any order is reached by sorting with keys that depend on the seed.
        order.sort_by_key(|place| seed.wrapping_mul(2 * *place as u64 + 1).rotate_left(*place as u32 * 7));
        let moved: Vec<Vec<String>> =
            rows.iter().map(|row| order.iter().map(|place| row[*place].clone()).collect()).collect();
        prop_assert_eq!(sales(&rows), sales(&moved));
    }

    #[test]
    fn a_column_that_no_figure_needs_changes_nothing(
        file in select(FILES.to_vec()),
        added in select(EXPLAINED.to_vec()),
        place in 0_usize..9,
    ) {
        let rows = cells(file);
        let with = |(at, row): (usize, &Vec<String>)| {
            let mut row = row.clone();
            row.insert(place.min(row.len()), if at == 0 { added.0 } else { added.1 }.to_owned());
            row
        };
        let more: Vec<Vec<String>> = rows.iter().enumerate().map(with).collect();
        prop_assert_eq!(sales(&rows), sales(&more), "{}", added.0);
    }
}
