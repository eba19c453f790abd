/** The words of a name, lower case: those of `nextPageToken`, `next_page_token`, `page[next-token]` and `$nextPageToken`. */
export function wordsOf(name: string): readonly string[] {
  const known = knownWords.get(name) ?? splitName(name);
  if (knownWords.size < MAX_KNOWN) knownWords.set(name, known);
  return known;
}

/** Documents use few names, many times each. */
const knownWords = new Map<string, readonly string[]>();
const MAX_KNOWN = 20_000;

function splitName(name: string): readonly string[] {
  return name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z\d]+/)
    .filter((word) => word !== '');
}

/** The words of a name as one key, in which spelling makes no difference: `next_page_token`. */
export function keyOf(name: string): string {
  return wordsOf(name).join('_');
}

/** What a parameter may mean for paging, by the key of its name. */
export type ParameterMeaning = 'size' | 'number' | 'offset' | 'token' | 'key' | 'backward';

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

const PARAMETERS: Readonly<Record<ParameterMeaning, ReadonlySet<string>>> = {
  size: words(`
    limit per_page perpage page_size pagesize size page_limit pagelimit max_results maxresults maxresult count take top num
    max maxitems max_items max_keys max_per_page items_per_page itemsperpage results_per_page resultsperpage batch_size
    length rows items page_items page_length hits_per_page records_per_page num_results number_of_results limit_to max_records max_count page_max
    max_result_count page_per_page results_limit entries_per_page max_page_size number_of_items result_count page_count page_first first
  `),
  number: words(`
    page page_number pagenumber page_no pageno page_num pagenum page_index pageindex current_page p pg page_nr page_page
    pagina seite page_id requested_page
  `),
  offset: words(`
    offset skip start start_index startindex start_at startat from first_result page_offset row_offset start_row skip_count
    begin starting_index start_position start_from start_record record_offset offset_index page_skip starting_at
  `),
  token: words(`
    cursor page_token pagetoken next_token nexttoken page_cursor next_cursor next_page_token nextpagetoken
    continuation_token continuationtoken continuation continue marker next_marker iterator skip_token skiptoken scroll_id
    scroll scroll_param scroll_token bookmark next_page next start_cursor starting_token stream_position sync sync_token
    token page_after after_cursor pagination_token start_key exclusive_start_key last_evaluated_key next_key page_key
    search_after pagination_cursor from_token resume_token cursor_token cursor_after page_state paging_token next_page_key
    page_marker start_token page_next ctoken page_info
  `),
  key: words(`
    starting_after start_after after after_id since_id last_id from_id after_key page_starting_after last_seen_id
    exclusive_start since last_key lastid
  `),
  backward: words(`
    ending_before end_before before before_id page_before prev_cursor previous_cursor before_cursor page_ending_before
    cursor_before
  `),
};

/** Containers of a request body or of an object parameter that only say what the names in them are for. */
const CONTAINERS = words(
  'options pagination paging page_request page_info pager query page_options list_options pagination_options',
);

/**
 * What a parameter may mean for paging, by its name alone.
 *
 * @param name - as it is declared; of a property in a request body its path, `pagination/starting_after`
 */
export function meaningsOf(name: string): readonly ParameterMeaning[] {
  const known = knownMeanings.get(name) ?? readMeanings(name);
  if (knownMeanings.size < MAX_KNOWN) knownMeanings.set(name, known);
  return known;
}

const knownMeanings = new Map<string, readonly ParameterMeaning[]>();

function readMeanings(name: string): readonly ParameterMeaning[] {
  const segments = name.split('/').map(keyOf);
  const own = segments.at(-1) ?? '';
  const container = segments.slice(0, -1).join('_');
  const keys = new Set([own, ...(container !== '' && !CONTAINERS.has(container) ? [] : [stripContainer(own)])]);
  return (Object.keys(PARAMETERS) as ParameterMeaning[]).filter((meaning) => {
    return [...keys].some((key) => PARAMETERS[meaning].has(key));
  });
}

/** `pagination_limit`, `pagination[limit]` and `paging_token` as if the container were not there. */
function stripContainer(key: string): string {
  return key.replace(/^(?:pagination|paging|pager|page_options|list|query|x)_(?=.)/, '');
}

/** What a scalar of a response may say of a page. */
export type ResponseMeaning =
  | 'total'
  | 'pageCount'
  | 'pageNumber'
  | 'position'
  | 'limit'
  | 'hasNext'
  | 'hasPrevious'
  | 'isLast'
  | 'isFirst'
  | 'isEmpty'
  | 'remaining'
  | 'firstRow'
  | 'lastRow'
  | 'count'
  | 'self'
  | 'first'
  | 'last';

const RESPONSES: readonly (readonly [meaning: ResponseMeaning, keys: ReadonlySet<string>])[] = [
  [
    'pageCount',
    words(`
      total_pages totalpages page_count pagecount num_pages pages_total pages number_of_pages last_page pages_count
      page_total nb_pages total_page max_page
    `),
  ],
  [
    'total',
    words(`
      total total_count totalcount total_items total_results totalresults total_elements items_total total_size totalsize
      total_records total_rows odata_count number_of_results num_results result_count results_count total_entries
      total_hits nb_hits num_found total_number record_count records_total total_items_count total_item_count count
      row_count full_count overall_count total_matches total_objects item_count items_count num_items total_resources
    `),
  ],
  [
    'pageNumber',
    words('page page_number pagenumber current_page currentpage page_no page_num page_index number pageno'),
  ],
  [
    'limit',
    words('limit per_page perpage page_size pagesize size items_per_page itemsperpage take page_limit max_results'),
  ],
  ['position', words('offset skip start_index startindex start start_at startat from')],
  [
    'hasNext',
    words(`
      has_more hasmore has_next hasnext has_next_page hasnextpage more more_results is_more has_more_results more_items
      has_more_items more_available more_data has_more_pages has_additional has_more_records next_page_available
      has_more_data is_truncated truncated
    `),
  ],
  ['hasPrevious', words('has_previous has_prev has_previous_page has_prev_page hasprevious has_less has_before')],
  [
    'isLast',
    words('last is_last last_page is_last_page done end at_end complete finished end_of_list is_end is_done eof'),
  ],
  ['isFirst', words('first is_first first_page is_first_page')],
  ['isEmpty', words('empty is_empty')],
  ['remaining', words('remaining remaining_item_count remaining_count remaining_items num_remaining')],
  ['count', words('number_of_elements returned returned_count number_returned count_returned current_page_items')],
];

/** What scalars of this key say of a page, the most telling first; the type has to fit as well. */
export function responseMeaningsOf(key: string): readonly ResponseMeaning[] {
  return RESPONSES.flatMap(([meaning, keys]) => (keys.has(key) ? [meaning] : []));
}

/** Where a response leads, by the words of all keys on the way: `links/next`, `paging/next/after`, `next_page_token`. */
export function directionOf(path: readonly string[]): 'next' | 'previous' | 'first' | 'last' | 'self' | undefined {
  const all = path.flatMap(wordsOf);
  const leaf = keyOf(path.at(-1) ?? '');
  if (/^(?:has|is)_/.test(leaf)) return undefined;
  if (
    all.some(
      (word) =>
        /^(?:prev|previous|backward|back)$/.test(word) ||
        /^(?:prev|previous)(?:page|link|url|href|cursor|token)/.test(word),
    )
  ) {
    return 'previous';
  }
  if (
    all.some(
      (word) =>
        word === 'next' || word === 'forward' || /^next(?:page|link|url|href|uri|cursor|token|marker)/.test(word),
    )
  ) {
    return 'next';
  }
  // Cursors of the rows at either end of a page: { cursors: { before, after } }, after_cursor.
  if (all.some((word) => /^cursors?$/.test(word))) {
    if (/^after(?:_cursor)?$/.test(leaf)) return 'next';
    if (/^before(?:_cursor)?$/.test(leaf)) return 'previous';
  }
  if (/^(?:end_cursor|endcursor|continue|continuation|continuation_token|cursors_after|last_evaluated_key)$/.test(leaf))
    return 'next';
  if (/^(?:start_cursor|startcursor)$/.test(leaf)) return 'previous';
  const isLink = all.some((word) => /^(?:links?|urls?|href|uri|pages|view)$/.test(word));
  for (const role of ['first', 'last', 'self'] as const) if (isLink && all.includes(role)) return role;
  return undefined;
}

const ITEM_NAMES: Readonly<Record<string, number>> = {
  data: 50,
  items: 50,
  results: 50,
  result: 30,
  entries: 46,
  resources: 46,
  edges: 48,
  nodes: 40,
  records: 44,
  values: 42,
  value: 42,
  content: 40,
  elements: 42,
  objects: 40,
  hits: 42,
  rows: 40,
  list: 36,
  entry: 40,
  docs: 36,
  documents: 30,
  member: 34,
  members: 30,
  hydra_member: 48,
  collection: 34,
  items_list: 30,
  added: 34,
  page: 10,
};

/** Arrays that stand beside the items of a page and are none. */
const BESIDE_ITEMS = words(`
  included includes errors warnings links link order orders_by sort sorting schemas facets aggregations filters
  response_metadata pagination paging
  permissions highlights meta metadata expand fields_meta actions_taken suggestions breadcrumbs sort_by order_by
`);

/** How much the name of an array speaks for its being the items of a page. */
export function itemNameScore(name: string): number {
  const key = keyOf(name);
  if (BESIDE_ITEMS.has(key)) return -60;
  return ITEM_NAMES[key] ?? 0;
}

/** The singular of an English plural, as far as names of collections need it. */
export function singularOf(word: string): string {
  if (/ies$/.test(word) && word.length > 4) return word.replace(/ies$/, 'y');
  if (/(?:ss|us|is)$/.test(word)) return word;
  if (/(?:ches|shes|sses|xes|zes)$/.test(word)) return word.replace(/es$/, '');
  return word.replace(/s$/, '');
}
