    .section .rodata
    .global foreshock_triage_tickets
    .global foreshock_triage_tickets_end
foreshock_triage_tickets:
    .incbin "packaging/triage/tickets.txt"
foreshock_triage_tickets_end:
    .byte 0

    /* Without this section the linker would make the whole program's stack executable. */
    .section .note.GNU-stack,"",%progbits
