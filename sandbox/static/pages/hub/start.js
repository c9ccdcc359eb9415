// The hub: shows what is, every two seconds, and does what is asked.

import { beginStores, showStores } from "./stores.js";
import { beginCustomers, showCustomers } from "./customers.js";
import { showPerson } from "./person.js";
import { beginClock, showClock } from "./clock.js";
import { beginFaults } from "./faults.js";
import { showRequests, showWebhooks } from "./logs.js";
import { looks } from "./look.js";

beginStores();
beginCustomers();
beginClock();
beginFaults();
looks(showStores, showCustomers, showPerson, showClock, showWebhooks, showRequests);
