// @ts-check
/** Numbers and dates as people of each language write them. Every figure on the page passes here. */

/** @typedef {import('./words.js').Language} Language */
/** @typedef {ReturnType<typeof makeFormat>} Format */

const LOCALE = { fr: 'fr-FR', en: 'en-GB' };
const NO_BREAK = '\u00a0';
const DASH = '–';
/** From here on a short amount under a thousand has no decimals. */
const SHORT_WITHOUT_CENTS = 100;

/** Making one takes a browser as long as drawing a chart. @type {Map<Language, Format>} */
const made = new Map();
/** The same for amounts, by language and currency. @type {Map<string, ReturnType<typeof makeMoney>>} */
const madeMoney = new Map();

/** The database's currency, ISO 4217. */
let currency = 'EUR';

/**
 * Writes amounts in that currency from now on.
 * @param {unknown} code ISO 4217
 */
export function useCurrency(code) {
  if (typeof code === 'string' && /^[A-Z]{3}$/u.test(code)) currency = code;
}

/**
 * How a language writes amounts of the database's currency.
 * @param {Language} language
 */
function moneyOf(language) {
  const key = `${language} ${currency}`;
  const known = madeMoney.get(key) ?? makeMoney(LOCALE[language], currency);
  madeMoney.set(key, known);
  return known;
}

/**
 * @param {string} locale
 * @param {string} code ISO 4217
 */
function makeMoney(locale, code) {
  /** @param {Intl.NumberFormatOptions} options */
  const money = (options) => new Intl.NumberFormat(locale, { style: 'currency', currency: code, ...options });
  return {
    units: money({ minimumFractionDigits: 0, maximumFractionDigits: 0 }),
    /** With the decimals of the currency. */
    cents: money({}),
    shortUnits: money({ minimumFractionDigits: 0, maximumFractionDigits: 1 }),
    more: money({ minimumFractionDigits: 0, maximumFractionDigits: 0, signDisplay: 'exceptZero' }),
  };
}

/**
 * How a language writes.
 * @param {Language} language
 * @returns {Format}
 */
export function formatOf(language) {
  const known = made.get(language) ?? makeFormat(language);
  made.set(language, known);
  return known;
}

/** @param {Language} language */
function makeFormat(language) {
  const locale = LOCALE[language];
  const plain = new Intl.NumberFormat(locale, { maximumFractionDigits: 3 });
  const rounded = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const share = new Intl.NumberFormat(locale, {
    style: 'percent',
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  });
  const level = new Intl.NumberFormat(locale, { style: 'percent' });
  const relative = new Intl.NumberFormat(locale, {
    style: 'percent',
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
    signDisplay: 'exceptZero',
  });
  const moment = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });

  /** The first of a month is "1er" in French. @param {Intl.DateTimeFormatPart[]} parts */
  const ordinal = (parts) =>
    parts.map((part) => (language === 'fr' && part.type === 'day' && part.value === '1' ? '1er' : part.value)).join('');
  /** @param {Intl.DateTimeFormatOptions} options */
  const dates = (options) => {
    const format = new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' });
    /** @param {string} day YYYY-MM-DD */
    return (day) => ordinal(format.formatToParts(new Date(`${day}T00:00:00Z`))).replace(/ /g, NO_BREAK);
  };
  const dayMonth = dates({ day: 'numeric', month: 'short' });
  const date = dates({ day: 'numeric', month: 'short', year: 'numeric' });
  const dayOnly = dates({ day: 'numeric' });
  const weekdayName = dates({ weekday: 'short' });
  const weekdayLong = dates({ weekday: 'long' });

  /** The sign of the typographer, which is as wide as the plus; none where nothing is left of the number. @param {string} text */
  const minus = (text) => text.replace('-', /[1-9]/u.test(text) ? '−' : '');

  return {
    /** `1 245 678 €` @param {number} value */
    money: (value) => minus(moneyOf(language).units.format(value)),
    /** `1 234,56 €`, with the decimals of the currency @param {number | null} value */
    cents: (value) => (value === null ? DASH : minus(moneyOf(language).cents.format(value))),
    /**
     * `80 k€`, for an axis
     * @param {number} value
     */
    shortMoney: (value) => {
      const size = Math.abs(value);
      const [divisor, letter] = size >= 1e6 ? [1e6, 'M'] : size >= 1000 ? [1000, 'k'] : [1, ''];
      const { units, shortUnits } = moneyOf(language);
      const digits = size >= SHORT_WITHOUT_CENTS && divisor === 1 ? units : shortUnits;
      const written = minus(
        digits
          .formatToParts(value / divisor)
          .map((part) => part.value)
          .join(''),
      );
      return language === 'fr' ? written.replace(/(\S+)$/u, `${letter}$1`) : `${written}${letter}`;
    },
    /** `6 584`, `1,25` @param {number} value */
    number: (value) => minus(plain.format(value)),
    /** `2,3` @param {number | null} value */
    rounded: (value) => (value === null ? DASH : minus(rounded.format(value))),
    /** `36,1 %` @param {number | null} value a share of one */
    percent: (value) => (value === null ? DASH : minus(share.format(value))),
    /** `80 %` @param {number} value a share of one */
    level: (value) => level.format(value),
    /**
     * `+7,3 %`, `−1,2 %`
     * @param {number | null} value a share of one
     */
    change: (value) => (value === null ? DASH : minus(relative.format(value))),
    /** `+84 320 €`, `−9 800 €` @param {number} value */
    moreMoney: (value) => minus(moneyOf(language).more.format(value)),
    /** `2 h`, `90 min`, `45 s` @param {number} seconds */
    span: (seconds) => {
      const [unit, letters] = seconds % 3600 === 0 ? [3600, 'h'] : seconds % 60 === 0 ? [60, 'min'] : [1, 's'];
      return `${plain.format(seconds / unit)}${NO_BREAK}${letters}`;
    },
    /** `25 nov. 2023, 14:05`, in the reader's time zone @param {string} instant ISO 8601 */
    moment: (instant) => ordinal(moment.formatToParts(new Date(instant))),
    /** `25 nov.` */
    dayMonth,
    /** `30 nov. 2023` */
    date,
    /** `sam. 25 nov.` */
    weekday: dates({ weekday: 'short', day: 'numeric', month: 'short' }),
    /** `lun.` @param {number} weekday 0 for Monday to 6 for Sunday */
    weekdayName: (weekday) => weekdayName(`2024-01-0${weekday + 1}`),
    /** `lundi` @param {number} weekday 0 for Monday to 6 for Sunday */
    weekdayLong: (weekday) => weekdayLong(`2024-01-0${weekday + 1}`),
    /** `nov. 2023` */
    month: dates({ month: 'short', year: 'numeric' }),
    /**
     * `1er – 30 nov. 2023`
     * @param {string} from
     * @param {string} to
     */
    period: (from, to) => {
      if (from === to) return date(to);
      const start = from.slice(0, 7) === to.slice(0, 7) ? dayOnly : from.slice(0, 4) === to.slice(0, 4) ? dayMonth : date;
      return `${start(from)}${NO_BREAK}${DASH} ${date(to)}`;
    },
  };
}
