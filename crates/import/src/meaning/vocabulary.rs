//! The words that tills, shops and accounting programs write for types and states, in French and English,
//! and those of German, Dutch and Italian that a shop near a border has.

/// What one phrase of a type or state says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sense {
    /// A document or line of sales: `Vente`, `Facture`, `Article`.
    Sale,
    /// An order, which becomes an invoice later in some programs.
    Order,
    /// Paid for: `Payée`, `Terminée`.
    Paid,
    /// On its way to the customer, or there: says nothing of payment.
    Delivered,
    /// Returns: `Avoir`, `Retour`, `Remboursement`.
    Return,
    /// Was paid back: `Remboursée`.
    Refunded,
    /// Called off or failed: `Annulée`, `Refusée`, `Expirée`.
    Cancelled,
    /// The act of calling off, which may be a line of its own: `Annulation`.
    Cancellation,
    /// Not sold yet: `Devis`, `Brouillon`, `En attente`.
    Draft,
    /// The same, unless it is said to be paid.
    Pending,
    /// A payment in general: `Règlement`, `Encaissement`.
    Payment,
    /// What people pay with: `Espèces`, `Carte bancaire`.
    Instrument,
    /// Money put into or taken out of a till: `Fond de caisse`, `Rendu monnaie`.
    Float,
    /// Kept back by a marketplace or a bank, or paid out to the shop: `Commission`, `Payout`.
    Deducted,
    /// Taken off the price: `Remise`.
    Discount,
    /// Paid ahead or to be given back: `Acompte`, `Consigne`.
    Deposit,
    /// Goods before their invoice: `Bon de livraison`, `Bon de commande`.
    DeliveryNote,
    /// A part of what follows: `partiellement`.
    Partial,
    /// The contrary of what follows: `non`.
    Not,
    /// Given away: `Offert`.
    Given,
    /// Short for a type that other words share: `AV`, `NC`.
    Short,
}

use Sense::{
    Cancellation, Cancelled, Deducted, Delivered, DeliveryNote, Deposit, Discount, Draft, Float, Given,
    Instrument, Not, Order, Paid, Partial, Payment, Pending, Refunded, Return, Sale, Short,
};

/// Phrases of folded words, the longer ones first; a word that ends with `*` stands for all that begin so.
#[rustfmt::skip]
pub(super) const PHRASES: &[(Sense, &[&str])] = &[
    // Waiting for the carrier is no waiting for the money.
    (Delivered, &["en attente d expedition", "en attente d envoi", "en attente d enlevement", "en attente de livraison",
                  "en attente de retrait", "en attente de preparation", "en attente de ramassage", "awaiting shipment",
                  "awaiting fulfil*", "awaiting pickup", "awaiting pick up", "awaiting collection", "awaiting delivery",
                  "waiting for pick up", "waiting for pickup", "en cours de livraison", "en cours d expedition", "en cours de preparation",
                  "en cours d acheminement", "preparation en cours", "en preparation", "a expedier", "a livrer", "a preparer",
                  "a retirer", "out for delivery", "in transit", "en transit", "remis* en main*", "remis* au client",
                  "ready for pickup", "ready to ship", "pret*", "non expedi*", "non livr*", "unfulfilled", "unshipped", "not shipped",
                  "non retir*"]),
    (Deducted, &["general withdrawal", "withdrawal*", "payout*", "transfer to bank", "transfer to bank account", "virement vers*",
                 "retrait vers*", "virement sur le compte bancaire", "virement au vendeur", "reversement*", "frais de transaction*",
                 "frais de service*", "frais de gestion", "frais de commission*", "frais bancaires", "frais d abonnement",
                 "transaction fee*", "listing fee*", "processing fee*", "subscription fee*", "service fee*", "seller fee*",
                 "item fee*", "fee", "fees", "commission", "commissions", "commission fee*"]),
    (Not, &["not paid", "non pay*", "non regl*", "non encaiss*", "non sold*", "non factur*", "non valid*", "non confirm*",
            "pas pay*", "pas regl*", "unpaid", "impay*", "uninvoiced", "unconfirmed"]),
    (Paid, &["non annul*", "pas annul*", "non rembours*", "not cancel*", "not refund*", "non retourn*", "non refus*",
             "sans retour", "sans annulation"]),
    (Float, &["fond* de caisse", "fonds de roulement", "rendu* monnaie", "rendu* de monnaie", "monnaie rendue", "rendu*",
              "ouverture de caisse", "ouverture caisse", "fermeture de caisse", "fermeture caisse", "cloture de caisse",
              "cloture caisse", "mouvement de caisse", "mouvements de caisse", "entree de caisse", "sortie de caisse",
              "entree caisse", "sortie caisse", "apport de caisse", "apport caisse", "apport de monnaie", "apport", "apports", "retrait de caisse",
              "retrait caisse", "prelevement*", "depot en banque", "depot banque", "remise en banque", "remise banque",
              "versement banque", "versement en banque", "ecart de caisse", "ecart caisse", "cash float", "float", "opening float",
              "cash in", "cash out", "pay in", "pay out", "payin", "cash drop", "safe drop", "change given", "no sale",
              "tiroir caisse", "ouverture tiroir", "ouverture du tiroir"]),
    (DeliveryNote, &["bon* de livraison", "bon* livraison", "delivery note*", "packing slip*", "bon* de commande*",
                     "bon* commande*", "bon* de preparation", "lieferschein*", "purchase order*", "bl", "bdl", "blc", "bc", "bcc", "bdc"]),
    (Draft, &["facture* pro forma", "facture* proforma", "pro forma", "proforma", "devis", "quote*", "quotation*", "estimate*", "brouillon*",
              "draft*", "provisoire*", "commande* test*", "commande* de test*", "test order*", "vente* test*", "vente* de test*", "ticket* test*",
             "ticket* de test*", "facture* de test*", "paiement* de test*", "mode test", "checkout draft", "panier abandonne", "panier*", "cart", "prevision*", "simulation*",
              "angebot*", "entwurf*", "offre de prix", "proposition*", "proposal*"]),
    (Cancelled, &["erreur de paiement", "payment error", "paiement en erreur", "en erreur", "annule*", "annules", "annulee*",
                  "annulees", "cancel*ed", "cancelled", "canceled", "voided", "supprime*", "deleted", "abandon*", "rejet*",
                  "refus*", "declin*", "denied", "failed", "failure", "fail", "echou*", "echec*", "expir*", "invalid*",
                  "perime*", "sans suite", "perdu*", "lost", "caduc*", "contest*", "storniert*", "geannuleerd*", "annullat*", "disputed", "chargeback*", "charge back*"]),
    (Cancellation, &["annulation*", "cancellation*", "cancel", "void", "voids", "extourne*", "reversal*", "storno*"]),
    (Refunded, &["rembourse", "rembourses", "remboursee", "remboursees", "refunded", "retourne", "retournes", "retournee",
                 "retournees", "returned", "renvoye*", "credite", "creditee", "credites", "creditees", "credited", "repris",
                 "reprise* en stock", "restocked"]),
    (Return, &["facture* d avoir*", "avc", "note* de credit", "credit note*", "credit memo*", "creditnote", "credit invoice*",
               "customer refund*", "out refund", "refund*", "remboursement*", "rembt", "remb", "avoir", "avoirs", "retour", "retours",
               "return", "returns", "reprise", "reprises", "gutschrift*", "ruckerstattung*", "ruckgabe*", "retoure*", "creditnota*",
               "nota* di credito"]),
    (Pending, &["en attente*", "attente", "pending", "awaiting", "waiting", "on hold", "onhold", "en cours de paiement",
                "a payer", "a regler", "a encaisser", "a facturer", "a valider", "a confirmer", "to pay", "to invoice",
                "to be paid", "payment due", "mise en attente", "mis en attente", "suspendu*", "suspended", "requires action",
                "requires payment*", "incomplet*", "incomplete", "not completed", "unfinished", "non finalis*", "inacheve*"]),
    (Deposit, &["acompte*", "arrhes", "consigne", "consignes", "deconsigne*", "caution*", "deposit*", "down payment*",
                "avance client*", "avance*", "prepayment*"]),
    (Partial, &["partiel*", "partial*", "en partie", "part"]),
    (Delivered, &["expedi*", "envoye*", "livre", "livres", "livree", "livrees", "shipped", "shipping", "delivered", "fulfilled", "dispatch*",
                  "recu par le client", "recue par le client", "retire", "retires", "retiree", "retirees", "picked up", "servi*",
                  "distribue*", "remis", "remise en main", "receptionn*"]),
    (Discount, &["remise", "remises", "reduction*", "rabais", "ristourne*", "discount*", "promotion*", "promo", "coupon*", "code promo",
                 "voucher discount", "escompte*", "geste commercial"]),
    (Paid, &["paye", "payes", "payee", "payees", "paid", "regle", "regles", "reglee", "reglees", "acquitt*", "encaisse",
             "encaisses", "encaissee", "encaissees", "complet", "complete*", "completed", "termine*", "valide", "valides", "validee", "validees",
             "validated", "comptabilis*", "posted", "facturee", "facturees", "invoiced", "done",
             "cloture", "clotures", "cloturee", "cloturees", "closed", "solde", "soldes", "soldee", "soldees", "settled",
             "succe*", "successful", "approved", "approuve*", "accepte*", "accepted", "captured", "confirm*", "traite", "traites",
             "traitee", "traitees", "processed", "finalis*", "finished", "ok", "vendu*", "sold", "fait", "faite", "effectue*",
             "realise*", "honore", "honores", "honoree", "honorees", "reussi*", "ferme", "fermee", "fermes", "fermees", "clos", "close",
             "normal*", "standard", "active", "actif", "concretise*", "bezahlt*", "betaald*", "pagat*"]),
    (Instrument, &["carte* bancaire*", "carte* bleue*", "carte* de credit", "credit card*", "debit card*", "card", "carte", "cb",
                   "sans contact", "contactless", "especes", "espece", "esp", "liquide", "cash", "cheque*", "check", "chq",
                   "virement*", "vir", "bank transfer", "wire", "prelevement sepa", "ticket* restaurant*", "tickets resto", "titre* restaurant*",
                   "titre* resto", "paypal", "amex", "visa", "mastercard", "stripe", "sumup", "lydia", "apple pay", "google pay", "en compte",
                   "compte client", "lien de paiement"]),
    (Payment, &["paiement*", "payment*", "reglement*", "encaissement*", "versement*", "regl", "rgt", "tender*"]),
    (Order, &["commande*", "order*", "cde", "cmd"]),
    (Sale, &["ffo", "fac", "rechnung*", "verkauf*", "kassenbon*", "factuur*", "facturen", "verkoop*", "fattur*", "vendit*", "item price*", "item charge*", "principal", "facture*", "invoice*", "out invoice", "customer invoice*", "vente*", "sale*", "vendre", "ticket*", "recu", "recus", "receipt*",
             "article*", "produit*", "product*", "item*", "ligne*", "line*", "charge", "purchase*", "achat*", "fac", "fact", "fa",
             "tk", "tkt", "vte", "vt", "prestation*", "service*", "sur place", "a emporter", "emporter", "take away", "takeaway",
             "eat in", "dine in", "livraison*", "delivery", "pickup", "pick up", "click and collect", "click collect", "drive", "en ligne",
             "online", "web", "internet", "magasin", "boutique", "in store", "comptoir", "caisse", "particulier*", "professionnel*", "pro",
             "b2b", "b2c", "client*", "detail", "gros", "marchandise*", "menu*", "consommation*", "cadeau*",
             "frais de port", "port", "tpe", "encours"]),
    (Given, &["gratuit*", "offert*", "free"]),
    (Short, &["duplicata*", "duplicate*", "doublon*", "reimpression*", "reprint*", "av", "avo", "avr", "avc", "nc", "cn", "crn", "ret", "rem", "dev", "dv", "qt", "co"]),
    (Not, &["non", "pas", "not", "sans"]),
];
