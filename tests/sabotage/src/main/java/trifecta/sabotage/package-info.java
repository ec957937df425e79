/**
 * The checkers are checked: bugs are planted into the product as it is loaded, one at a time, and the simulation or a drill has to find
 * each of them. Nothing of it is in the product.
 */
@NullMarked
package trifecta.sabotage;

import org.jspecify.annotations.NullMarked;
