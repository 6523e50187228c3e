/** The training step as a server, for comparison with other frameworks by turns. */
package gyrus.bench.peers;
