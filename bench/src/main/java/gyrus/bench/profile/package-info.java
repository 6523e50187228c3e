/** Where the time of a step goes: by op, by problem, and launch by launch. */
package gyrus.bench.profile;
