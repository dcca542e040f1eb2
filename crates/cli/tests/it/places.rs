//! Stores that move, territories that are corrected, and prices that change.

use crate::program::Desk;

const STORES: &str =
    "id,name,city,region\n1,Halles,Lyon,Auvergne-Rhône-Alpes\n2,Gare,Annecy,Auvergne-Rhône-Alpes\n";
const SALES: &str = "Date;Magasin;Article;Quantité;Montant TTC\n03/11/2025;Halles;Pain;2;5,00\n\
    14/11/2025;Halles;Pain;4;10,00\n14/11/2025;Gare;Pain;1;2,50\n";

fn desk() -> Desk {
    let desk = Desk::new();
    assert_eq!(desk.run(&["import", &desk.write("stores.csv", STORES)]).code, 0);
    let run = desk.run(&["import", &desk.write("sales.csv", SALES)]);
    assert_eq!(run.code, 0, "{}", run.err);
    desk
}

fn by_city(desk: &Desk) -> Vec<String> {
    desk.rows("select st.city, sum(s.amount) from sales s join stores st on st.id = s.store_id group by 1 order by 1")
}

fn moved(desk: &Desk) -> String {
    desk.write(
        "moved.csv",
        STORES.replace("Halles,Lyon,Auvergne-Rhône-Alpes", "Halles,Nantes,Pays de la Loire"),
    )
}

#[test]
fn a_store_that_moves_waits_for_the_word_on_its_past() {
    for mode in ["new", "upsert", "replace"] {
        let desk = desk();
        let run = desk.run(&["import", "--mode", mode, &moved(&desk)]);
        assert_eq!(run.code, 3, "{mode}: {}", run.err);
        let said = [
            "Halles",
            "Lyon, Auvergne-Rhône-Alpes → Nantes",
            "2 ventes",
            "15,00",
            "--moved-stores past",
            "AAAA",
        ];
        for said in said {
            assert!(run.err.contains(said), "{mode}: {said}: {}", run.err);
        }
        assert_eq!(by_city(&desk), ["Annecy,2.5", "Lyon,15"], "{mode}");
    }
}

#[test]
fn its_past_goes_with_it_where_its_place_was_wrong() {
    let desk = desk();
    let run = desk.run(&["import", "--moved-stores", "past", &moved(&desk)]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert_eq!(by_city(&desk), ["Annecy,2.5", "Nantes,15"]);
    assert_eq!(desk.run(&["imports", "undo", "3"]).code, 0);
    assert_eq!(by_city(&desk), ["Annecy,2.5", "Lyon,15"]);
}

#[test]
fn a_store_that_has_moved_keeps_its_past_where_it_was() {
    let desk = desk();
    let stores = moved(&desk);
    let run = desk.run(&["import", "--moved-stores", "2025-11-10", &stores]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert_eq!(by_city(&desk), ["Annecy,2.5", "Lyon,5", "Nantes,10"]);
    // The same files again are known, a longer one adds its sales at the place of their day.
    assert_eq!(desk.run(&["import", &stores]).code, 0);
    let longer = desk.write(
        "longer.csv",
        [SALES, "15/11/2025;Halles;Pain;1;2,50\n04/11/2025;Halles;Lait;1;1,20\n"].concat(),
    );
    let run = desk.run(&["import", &longer]);
    assert_eq!(
        (run.code, run.out.as_str()),
        (0, "2 nouvelles données importées dans sales.\n"),
        "{}",
        run.err
    );
    assert_eq!(by_city(&desk), ["Annecy,2.5", "Lyon,6.2", "Nantes,12.5"]);
    // And back again, as exactly as it came.
    for import in ["5", "4", "3"] {
        let undone = desk.run(&["imports", "undo", import]);
        assert_eq!(undone.code, 0, "{import}: {}", undone.err);
    }
    assert_eq!(by_city(&desk), ["Annecy,2.5", "Lyon,15"]);
    assert_eq!(desk.rows("select count(*) from stores"), ["2"]);
}

#[test]
fn a_territory_that_is_corrected_says_which_days_would_move_and_how() {
    let desk = Desk::new();
    let stores = "id,name,city,region\n1,Halles,Lyon,\n";
    desk.run(&["import", &desk.write("stores.csv", stores)]);
    let sales = "Created (UTC),Store,Product,Quantity,Total\n2025-11-03T10:00:00Z,Halles,Pain,1,5.00\n\
        2025-11-03T20:30:00Z,Halles,Pain,2,10.00\n2025-11-04T21:10:00Z,Halles,Lait,1,1.20\n";
    let sales = desk.write("orders.csv", sales);
    let run = desk.run(&["import", "--map", "date=Created (UTC)", &sales]);
    assert_eq!(run.code, 0, "{}", run.err);
    let days = |desk: &Desk| desk.rows("select sale_date, sum(amount) from sales group by 1 order by 1");
    assert_eq!(days(&desk), ["2025-11-03,15", "2025-11-04,1.2"]);
    let corrected = desk.write("corrected.csv", "id,name,city,region\n1,Halles,Saint-Denis,La Réunion\n");
    let run = desk.run(&["import", "--moved-stores", "past", &corrected]);
    for said in [
        "Indian/Reunion",
        "2 de ses ventes",
        "lun. 3 nov. 2025",
        "mar. 4 nov. 2025",
        "--mode upsert",
        "orders.csv",
    ] {
        assert!(run.err.contains(said), "{said}: {}", run.err);
    }
    assert_eq!(days(&desk), ["2025-11-03,15", "2025-11-04,1.2"], "nothing moves by itself");
    let run = desk.run(&["import", "--mode", "upsert", &sales]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert_eq!(days(&desk), ["2025-11-03,5", "2025-11-04,10", "2025-11-05,1.2"]);
    assert_eq!(desk.run(&["import", &sales]).code, 0);
}

#[test]
fn a_changed_list_price_leaves_past_sales_alone_and_is_named() {
    let desk = Desk::new();
    desk.run(&[
        "import",
        &desk.write("products.csv", "id,name,price,category\n1,Pain,2.50,Frais\n2,Lait,1.20,Frais\n"),
    ]);
    desk.run(&["import", &desk.write("stores.csv", "id,city\n1,Lyon\n")]);
    let sales = "product_id,store_id,sale_date,quantity\n1,1,2025-11-03,2\n2,1,2025-11-03,1\n";
    let sales = desk.write("sales.csv", sales);
    assert_eq!(desk.run(&["import", &sales]).code, 0);
    let dearer = desk.write("dearer.csv", "id,name,price,category\n1,Pain,3.00,Frais\n2,Lait,1.20,Frais\n");
    let run = desk.run(&["import", "--mode", "upsert", &dearer]);
    assert!(run.err.contains("Pain (2,50") && run.err.contains("3,00"), "{}", run.err);
    assert!(!run.err.contains("Lait ("), "{}", run.err);
    for mode in ["new", "upsert", "replace"] {
        let run = desk.run(&["import", "--mode", mode, &sales]);
        assert_eq!(run.code, 0, "{mode}: {}", run.err);
        assert_eq!(desk.rows("select amount from sales order by amount"), ["1.2", "5"], "{mode}");
    }
}

#[test]
fn codes_of_stores_are_stores_while_none_is_kept_with_its_city() {
    let desk = Desk::new();
    let sales =
        "Date;Code magasin;Produit;Qté;Total TTC\n16/12/2025;01;Jupe;1;35,90\n17/12/2025;1;Pull;2;99,00\n";
    let run = desk.run(&["import", &desk.write("sales.csv", sales)]);
    assert_eq!(run.code, 0, "{}", run.err);
    let by_store = "select st.name, sum(s.amount) from sales s join stores st on st.id = s.store_id group by 1 order by 1";
    assert_eq!(desk.rows(by_store), ["01,35.9", "1,99"]);
    // A store that opens later is one more; the export before it is known.
    let next = format!("{sales}18/12/2025;M7;Pull;1;49,50\n");
    let run = desk.run(&["import", &desk.write("next.csv", next)]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert_eq!(desk.rows(by_store), ["01,35.9", "1,99", "M7,49.5"]);

    let kept = Desk::new();
    assert_eq!(kept.run(&["import", &kept.write("stores.csv", STORES)]).code, 0);
    let run = kept.run(&["import", &kept.write("sales.csv", sales.replace("01", "M9"))]);
    assert_eq!(run.code, 3, "{}", run.err);
}

/// Sales of one till: each line's day, town and postcode.
fn sales_of_a_till(lines: &[(&str, &str, &str)]) -> String {
    let lines =
        lines.iter().map(|(day, town, postcode)| format!("{day};M1;{town};{postcode};Pull;1;40,00\n"));
    ["Date;Code magasin;Ville;Code postal;Article;Quantité;Montant TTC\n".to_owned()]
        .into_iter()
        .chain(lines)
        .collect()
}

#[test]
fn lines_that_say_another_region_than_their_store_counts_in_are_named_with_the_way_out() {
    let desk = Desk::new();
    let (lyon, away) = (("Lyon", "69002"), ("Saint-Denis", "97400"));
    let days = [
        ("15/01/2026", lyon),
        ("16/01/2026", lyon),
        ("19/01/2026", lyon),
        ("22/06/2026", away),
        ("23/06/2026", away),
    ];
    let file = desk.write("till.csv", sales_of_a_till(&days.map(|(day, (town, code))| (day, town, code))));
    let run = desk.run(&["import", &file]);
    assert_eq!(run.code, 0, "{}", run.err);
    for said in
        ["Lyon : 2 lignes (du 22 au 23 juin 2026, 80,00\u{a0}€)", "La Réunion", "--moved-stores 2026-06-22"]
    {
        assert!(run.err.contains(said), "{said}: {}", run.err);
    }
    let stores = desk.write("stores.csv", "Code magasin;Ville;Code postal\nM1;Saint-Denis;97400\n");
    let run = desk.run(&["import", "--moved-stores", "2026-06-22", &stores]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert_eq!(by_city(&desk), ["Lyon,120", "Saint-Denis,80"]);
    let again = desk.run(&["import", &file]);
    assert!(!again.err.contains("La Réunion"), "{}", again.err);
}

#[test]
fn towns_of_customers_are_no_moves_of_the_store() {
    let desk = Desk::new();
    let towns = [
        ("Lyon", "69002"),
        ("Lyon", "69002"),
        ("Lille", "59000"),
        ("Brest", "29200"),
        ("Nice", "06000"),
        ("Metz", "57000"),
    ];
    let lines = towns.map(|(town, postcode)| ("15/01/2026", town, postcode));
    let run = desk.run(&["import", &desk.write("till.csv", sales_of_a_till(&lines))]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(!run.err.contains("--moved-stores"), "{}", run.err);
}

#[test]
fn a_city_of_two_regions_is_two_stores_in_whatever_order_its_files_come() {
    let file = |lines: &[&str]| {
        format!("Date;Ville;Code postal;Article;Quantité;Montant TTC\n{}\n", lines.join("\n"))
    };
    let here = file(&["03/11/2025;Saint-Denis;93200;Pain;1;2,50", "14/11/2025;Nantes;44000;Pain;2;5,00"]);
    let there =
        file(&["03/11/2025;Saint-Denis;97400;Pain;4;10,00", "15/11/2025;Saint-Denis;97400;Pain;4;10,00"]);
    let both =
        file(&["16/11/2025;Saint-Denis;97400;Pain;8;20,00", "16/11/2025;Saint-Denis;93200;Pain;1;2,50"]);
    let files = [("here.csv", here), ("there.csv", there), ("both.csv", both)];
    for order in [[0, 1, 2], [2, 1, 0], [1, 0, 2]] {
        let desk = Desk::new();
        // The second round finds every sale known.
        for place in order.into_iter().chain(order) {
            let (name, text) = &files[place];
            let run = desk.run(&["import", &desk.write(name, text)]);
            assert_eq!(run.code, 0, "{name}: {}", run.err);
        }
        let rows = "select st.city, st.region, sum(s.amount), count(*) from sales s join stores st on st.id = s.store_id
                    group by st.id";
        let expected =
            ["Nantes,Pays de la Loire,5,1", "Saint-Denis,La Réunion,40,3", "Saint-Denis,Île-de-France,5,2"];
        let mut read = desk.rows(rows);
        read.sort();
        assert_eq!(read, expected, "{order:?}");
    }
}
