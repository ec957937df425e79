/**
 * Bugs that are woven into classes of the product when a virtual machine loads them. It is packed into an agent that every process of a
 * run may be given, and knows the JDK alone.
 */
@NullMarked
package trifecta.sabotage.planting;

import org.jspecify.annotations.NullMarked;
