/**
 * A kind of bug: what is seen of it, and what people have to know who look for it.
 *
 * Texts may name what they are about in a run: `{order}` the sort field, `{filter}` the filters, `{field}` the fields of items or body,
 * `{limit}` and `{position}` the parameters. They have no full stop where they are part of a sentence.
 */
export interface BugKind {
  /** In kebab-case: `ties-lost`. */
  readonly name: string;
  /** What is seen, in a few words without a full stop. */
  readonly title: string;
  /** What is probably wrong, as the end of `It seems that …`, without a full stop. */
  readonly suspicion: string;
  /** How it comes about in practice, with the names that frameworks have for it. */
  readonly practice: string;
  /** How it is usually mended. */
  readonly remedy: string;
  /** The known bugs of the kind: names of `pagewright deviations`. */
  readonly bugs: readonly string[];
  /** A feature without which it is not thought of: `*` stands for any text. */
  readonly shows?: string;
  /** Requirements that it may violate beside those that its known bugs do, by their role; `*` stands for any text. */
  readonly violates?: readonly string[];
}
