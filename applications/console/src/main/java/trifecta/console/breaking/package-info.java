/**
 * "Break it yourself": kills or pauses a part of the stack on this machine that a person chooses on the page, and stops the time until
 * all is whole again. Only where the console was told the marks of the processes, which `up` alone does. It knows processes by their
 * names and statuses; it must not know the page's figures or production.
 */
@NullMarked
package trifecta.console.breaking;

import org.jspecify.annotations.NullMarked;
