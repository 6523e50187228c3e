/** The commands of the lab: {@code gyrus bench}, {@code profile} and {@code tune}, and the options that they have in common. */
package gyrus.bench;
