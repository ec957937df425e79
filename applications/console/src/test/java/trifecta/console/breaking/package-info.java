/** Breaking, with processes that do nothing but can be killed and paused for real. */
@NullMarked
package trifecta.console.breaking;

import org.jspecify.annotations.NullMarked;
