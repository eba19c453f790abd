import { describe, expect, it } from '@jest/globals';
import { fc, grapheme } from '../testing/properties.ts';
import { createPathMatcher } from './create-path-matcher.ts';

describe('createPathMatcher', () => {
  const site = createPathMatcher('/billing/sites/{siteId}/customers');

  it('reads the parameters of a path', () => {
    expect(site('/billing/sites/SITE-001/customers')).toEqual({ fit: 'exact', parameters: { siteId: 'SITE-001' } });
    expect(createPathMatcher('/a/{one}/{two}.json')('/a/x/y.json')).toEqual({
      fit: 'exact',
      parameters: { one: 'x', two: 'y' },
    });
  });

  it('decodes parameters, and leaves alone what cannot be decoded', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: grapheme }), (value) => {
        const path = `/billing/sites/${encodeURIComponent(value)}/customers`;
        expect(site(path)).toEqual({ fit: 'exact', parameters: { siteId: value } });
      }),
    );
    expect(site('/billing/sites/%zz/customers')).toEqual({ fit: 'exact', parameters: { siteId: '%zz' } });
    expect(site('/billing/sites/%C3/customers')).toEqual({ fit: 'exact', parameters: { siteId: '%C3' } });
  });

  it.each([
    ['/billing/sites//customers'],
    ['/billing/sites/a/b/customers'],
    ['/billing/sites/a/customers/b'],
    ['/billing/sites/a/Customers'],
    ['/x/billing/sites/a/customers'],
    ['/billing/sites/a/customers//'],
    ['/billing/sites/a/customersx'],
    [''],
    ['/'],
  ])('does not fit %s', (path) => {
    expect(site(path)).toEqual({ fit: 'none' });
  });

  it('tells a path with another trailing slash', () => {
    expect(site('/billing/sites/a/customers/')).toEqual({ fit: 'otherSlash', parameters: { siteId: 'a' } });
    const customers = createPathMatcher('/customers/');
    expect(customers('/customers/').fit).toBe('exact');
    expect(customers('/customers').fit).toBe('otherSlash');
    expect(customers('/customers//').fit).toBe('none');
  });

  it('takes every character of a template but braces for itself', () => {
    const match = createPathMatcher('/v1.0/a+b/(c)');
    expect(match('/v1.0/a+b/(c)').fit).toBe('exact');
    expect(match('/v1x0/aab/c').fit).toBe('none');
  });
});
