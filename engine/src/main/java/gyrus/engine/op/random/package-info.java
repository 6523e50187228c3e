/** Ops that draw random numbers on the device, from a key that names their stream. */
package gyrus.engine.op.random;
