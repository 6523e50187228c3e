/** Random numbers that a seed, a purpose and an index determine, on every device. */
package gyrus.engine.random;
