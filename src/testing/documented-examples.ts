import { expect } from '@jest/globals';

/** What the document leaves open as `<string>`. */
const TEXT = expect.any(String) as unknown as string;

/** The customer of Piriod's rendered page, in the order of its fields. */
export function documentedPiriodCustomer(): object {
  const time = '2023-11-07T05:31:56Z';
  return {
    name: TEXT,
    address: TEXT,
    country: { id: 'CL', name: 'Chile', code: '+56', has_regulation: true, currencies: ['CLP'] },
    state: { id: 123, name: TEXT, country: 'CL' },
    id: 'cus_01H8XYZ123ABC',
    currency: 'CLP',
    email: 'jsmith@example.com',
    phone: TEXT,
    website: TEXT,
    zip_code: TEXT,
    manager: TEXT,
    reference: TEXT,
    tax_id: TEXT,
    tax_settings: {},
    metadata: {},
    send_invoices: true,
    send_collections: true,
    send_vouchers: true,
    status: 'active',
    contacts: [
      {
        name: TEXT,
        email: 'jsmith@example.com',
        id: 'con_01H8XYZ123ABC',
        customer: TEXT,
        orgunit: TEXT,
        phone: TEXT,
        invoicing: true,
        collections: true,
        created: time,
        updated: time,
      },
    ],
    sources: [TEXT],
    aggregations: { sales: 123, sales_current_period: 123, balance: 123 },
    test_mode: true,
    created: time,
    updated: time,
  };
}

/** The customer of Wingback's rendered page. */
export function documentedWingbackCustomer(): object {
  const id = 'Cust_c40bea18-c0c9-44b1-bd0c-43f5283e1670';
  return {
    address: { city: TEXT, country: TEXT, line_1: TEXT, line_2: TEXT, state: TEXT, zip: TEXT },
    contracts: [documentedContract(id)],
    created: TEXT,
    customer_reference: TEXT,
    emails: {},
    id,
    metadata: {},
    name: TEXT,
    notes: TEXT,
    status: 'active',
    tax_details: { vat_id: TEXT },
  };
}

function documentedContract(id: string): object {
  const time = '2023-11-07T05:31:56Z';
  const charges = { cycle_start_charges: TEXT, extra_cycle_end_charges: TEXT, minimum_usage: TEXT };
  return {
    activation: time,
    amount: TEXT,
    billing_information: { current_period: { end: time, start: time }, current_period_idx: 123 },
    configuration: {
      automatic_payment: true,
      due_date_policy: 'start_of_period',
      invoice_trigger: 'immediate',
      usage_period_closing_policy: 'automatic',
    },
    cost_estimates: {
      custom_cycle_charges: {
        periodic_daily: charges,
        periodic_monthly: charges,
        periodic_quarterly: charges,
        periodic_weekly: charges,
        periodic_yearly: charges,
      },
      on_demand_price: charges,
      one_time_price: charges,
      recurring_price: charges,
    },
    created: time,
    currency: 'usd',
    customer: TEXT,
    customer_id: id,
    cycle: 'once',
    cycle_start_offset: 1,
    expiration: time,
    free_cycles: 1,
    free_trial_end: time,
    id,
    next_cycle_start: time,
    plan: TEXT,
    plan_external_name: TEXT,
    plan_id: id,
    plan_internal_name: TEXT,
    pricing_id: id,
    status: 'active',
    strategy: 'plan',
  };
}
