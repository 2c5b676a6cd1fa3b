// A snippet of README.md, literally, with what it leaves out.
import { decide, explain, type ConnectionId, type DecideInput } from '@cora/auth'
// Node: no init call. Browser: await init() once.

const id = '0198c0de-0000-7000-8000-0000000000c1' as ConnectionId   // a branded string
const issuer = 'https://login.acme.example'
const input: DecideInput = {
  now: 1767225600,                                // the time is yours to give
  connection: { id, kind: 'oidc', issuer, status: 'active' },
  login: {
    connectionId: id, issuer, subject: '00u1',
    email: 'ana@acme.example', emailVerified: true,
  },
  policy: { accessMode: 'waitlist' },
}
const decision = decide(input)
decision.outcome.kind                             // 'waitlisted'
decision.plan.effects.map(({ effect }) => effect) // ['add_to_waitlist', 'record_audit']
console.log(explain(input))                       // the trace as text; also: cora explain case.json
